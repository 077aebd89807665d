//! What the journal promises, whatever happens to its file.

use std::fs;

use ccsim::report::study::files::{FormKind, Line};
use tempfile::TempDir;

use super::*;

fn identity() -> Identity {
    Identity::new([("ccsim", "0.1.0".to_owned()), ("seed", "1".to_owned())])
}

fn form() -> Arc<Form> {
    let line = Line { metric: "arrived".into(), scope: "center".into(), interval: String::new(), unit: "count".into() };
    Arc::new(Form::new(FormKind::Results, vec![line]))
}

fn played(number: u8, replications: u64) -> Framed {
    let figure = ccsim::statistics::Estimate { value: f64::from(number), interval: None };
    let scenario = Scenario {
        digest: [b'a' + number; 16],
        effort: 1,
        replications,
        contacts: 10,
        is_precise: None,
        form: form().key(),
        figures: vec![Some(figure)],
        differences_form: FormKey::default(),
        differences: Vec::new(),
        state: vec![number; 5],
    };
    scenario.framed(vec![form()])
}

fn value(journal: &mut Journal, number: u8) -> Option<(u64, f64)> {
    let entry = journal.entry(&[b'a' + number; 16])?;
    let scenario = journal.reader().unwrap().figures(entry).unwrap();
    assert!(journal.form(scenario.form).is_some());
    assert_eq!(journal.whole(entry).unwrap().state, [number; 5]);
    Some((scenario.replications, scenario.figures[0].unwrap().value))
}

#[test]
fn what_was_added_is_there_when_it_is_opened_again() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("journal");
    assert!(Journal::open(&path).unwrap().is_none());
    let mut journal = Journal::create(&path, &identity()).unwrap();
    journal.add(&[played(0, 10), played(1, 10)]).unwrap();
    journal.note_shard("2/3".parse().ok()).unwrap();
    journal.add(&[played(0, 20)]).unwrap();
    assert_eq!(value(&mut journal, 0), Some((20, 0.0)));

    let mut journal = Journal::open(&path).unwrap().unwrap();
    assert_eq!(journal.identity(), &identity());
    assert_eq!(journal.shard().map(|shard| shard.to_string()).as_deref(), Some("2/3"));
    assert_eq!((journal.len(), journal.most_replications(1), journal.mend().unwrap()), (2, 20, 0));
    assert_eq!((value(&mut journal, 0), value(&mut journal, 1)), (Some((20, 0.0)), Some((10, 1.0))));
}

#[test]
fn wherever_it_is_torn_everything_before_is_kept_and_it_goes_on() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("journal");
    let mut journal = Journal::create(&path, &identity()).unwrap();
    let mut ends = vec![fs::metadata(&path).unwrap().len()];
    for number in 0..3 {
        journal.add(&[played(number, 10)]).unwrap();
        ends.push(fs::metadata(&path).unwrap().len());
    }
    drop(journal);
    let whole = fs::read(&path).unwrap();
    for end in 0..whole.len() {
        fs::write(&path, &whole[..end]).unwrap();
        let kept = ends.iter().filter(|&&known| known <= end as u64).count();
        let Some(mut journal) = Journal::open(&path).unwrap() else {
            assert_eq!(kept, 0, "{end} bytes");
            continue;
        };
        assert_eq!(journal.len(), kept - 1, "{end} bytes");
        journal.mend().unwrap();
        journal.add(&[played(7, 30)]).unwrap();
        let mut journal = Journal::open(&path).unwrap().unwrap();
        assert_eq!((journal.len(), journal.mend().unwrap()), (kept, 0), "{end} bytes");
        assert_eq!(value(&mut journal, 7), Some((30, 7.0)));
    }
}

#[test]
fn whichever_byte_is_changed_nothing_wrong_is_read() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("journal");
    let mut journal = Journal::create(&path, &identity()).unwrap();
    let head = fs::metadata(&path).unwrap().len();
    journal.add(&[played(0, 10), played(1, 10)]).unwrap();
    let whole = fs::read(&path).unwrap();
    for at in 0..whole.len() {
        let mut changed = whole.clone();
        changed[at] ^= 0x11;
        fs::write(&path, &changed).unwrap();
        match Journal::open(&path) {
            Err(_) | Ok(None) => assert!((at as u64) < head, "byte {at}"),
            Ok(Some(mut journal)) => {
                assert!(journal.len() < 2, "byte {at}");
                if let Some(read) = value(&mut journal, 0) {
                    assert_eq!(read, (10, 0.0), "byte {at}");
                }
            }
        }
    }
}

#[test]
fn another_file_is_not_taken_for_a_journal() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("journal");
    fs::write(&path, "scenario,metric\n").unwrap();
    assert!(Journal::open(&path).unwrap_err().to_string().contains("is not the journal of a study"));
    fs::write(&path, b"ccsim-j\x02 and what comes").unwrap();
    assert!(Journal::open(&path).unwrap_err().to_string().contains("another version"));
}

#[test]
fn a_disk_that_is_full_leaves_a_good_journal() {
    // Nothing is ever written to /dev/full, and it says so as a disk does.
    let full = OpenOptions::new().read(true).write(true).open("/dev/full");
    let Ok(file) = full else { return };
    let folder = TempDir::new().unwrap();
    let mut journal = Journal::create(&folder.path().join("journal"), &identity()).unwrap();
    journal.file = file;
    assert_eq!(journal.add(&[played(0, 10)]).unwrap_err().kind(), io::ErrorKind::StorageFull);
    assert_eq!((journal.len(), journal.forms.len()), (0, 0));
}
