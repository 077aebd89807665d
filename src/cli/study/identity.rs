//! What all results in a study's folder have in common; results of another kind are never put beside them.

use super::record::Digest;

/// What is the same for everything in a folder, thing by thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    things: Vec<(String, String)>,
}

/// What differs, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Which thing.
    pub thing: String,
    /// What it is in the folder.
    pub there: String,
    /// What it is now.
    pub here: String,
}

impl Identity {
    /// Things and what they are.
    pub fn new<const N: usize>(things: [(&str, String); N]) -> Self {
        Self { things: things.map(|(thing, what)| (thing.to_owned(), what)).into() }
    }

    /// What a thing is.
    pub fn get(&self, thing: &str) -> Option<&str> {
        self.things.iter().find(|known| known.0 == thing).map(|known| known.1.as_str())
    }

    /// How `here` differs from this.
    pub fn changes(&self, here: &Self) -> Vec<Change> {
        let nothing = "none";
        let changed = here.things.iter().filter(|(thing, what)| self.get(thing) != Some(what));
        let mut changes: Vec<Change> = changed
            .map(|(thing, what)| Change {
                thing: thing.clone(),
                there: self.get(thing).unwrap_or(nothing).to_owned(),
                here: what.clone(),
            })
            .collect();
        let gone = self.things.iter().filter(|(thing, _)| here.get(thing).is_none());
        changes.extend(gone.map(|(thing, what)| Change {
            thing: thing.clone(),
            there: what.clone(),
            here: nothing.to_owned(),
        }));
        changes
    }

    /// As bytes: texts with their lengths.
    pub fn say(&self, out: &mut Vec<u8>) {
        for text in self.things.iter().flat_map(|(thing, what)| [thing, what]) {
            out.extend_from_slice(&(text.len() as u32).to_le_bytes());
            out.extend_from_slice(text.as_bytes());
        }
    }

    /// What was said.
    pub fn read(mut said: &[u8]) -> Option<Self> {
        let mut texts = Vec::new();
        while !said.is_empty() {
            let (length, rest) = said.split_first_chunk()?;
            let (text, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
            texts.push(String::from_utf8(text.to_vec()).ok()?);
            said = rest;
        }
        let things = texts.chunks(2).map(|pair| match pair {
            [thing, what] => Some((thing.clone(), what.clone())),
            _ => None,
        });
        Some(Self { things: things.collect::<Option<_>>()? })
    }
}

/// The characters that identify a scenario, from its text.
pub fn digest(text: &str) -> Digest {
    let mut digest = Digest::default();
    for (place, byte) in digest.iter_mut().zip(text.bytes()) {
        *place = byte;
    }
    digest
}
