//! The text of a scenario and where it came from.

use std::fmt;
use std::path::{Path, PathBuf};

/// A scenario file larger than this is not a scenario \[bytes\].
pub const LARGEST_FILE: u64 = 64 << 20;

/// The text of a scenario, what to call it, and the folder that its paths are relative to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// What complaints call it: the path as it was given.
    pub name: String,
    /// The text, without a byte-order mark.
    pub text: String,
    /// Paths inside the scenario are relative to this folder.
    pub folder: PathBuf,
}

impl Source {
    /// Reads a file.
    ///
    /// # Errors
    /// When it cannot be read, is larger than [`LARGEST_FILE`], or is not UTF-8 text.
    pub fn from_path(path: impl AsRef<Path>) -> Result<Self, FileTrouble> {
        let path = path.as_ref();
        let text = read_text(path)?;
        let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
        Ok(Self { name: path.display().to_string(), text, folder })
    }

    /// Takes a text as it is; its paths are relative to the current folder.
    pub fn from_text(name: impl Into<String>, text: impl Into<String>) -> Self {
        let text: String = text.into();
        let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
        Self { name: name.into(), text, folder: PathBuf::new() }
    }

    /// The file's name without its ending: what results call the scenario unless `[run] name` says otherwise.
    pub fn stem(&self) -> String {
        let stem = Path::new(&self.name).file_stem().map(|stem| stem.to_string_lossy().into_owned());
        stem.filter(|stem| !stem.is_empty()).unwrap_or_else(|| "scenario".to_owned())
    }
}

/// A file that cannot be read, in one line with its path.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct FileTrouble {
    /// Path as it was given.
    pub path: String,
    /// What is wrong with it.
    pub trouble: String,
}

impl fmt::Display for FileTrouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot read `{}`: {}", self.path, self.trouble)
    }
}

/// Reads a UTF-8 text file of a sane size and strips its byte-order mark.
pub(super) fn read_text(path: &Path) -> Result<String, FileTrouble> {
    let trouble = |trouble: String| FileTrouble { path: path.display().to_string(), trouble };
    let about = std::fs::metadata(path).map_err(|error| trouble(plain(&error)))?;
    if about.is_dir() {
        return Err(trouble("it is a folder, not a file".to_owned()));
    }
    if about.len() > LARGEST_FILE {
        return Err(trouble(too_large(about.len())));
    }
    let bytes = read_at_most(path).map_err(|error| trouble(plain(&error)))?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(trouble(too_large(bytes.len() as u64)));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf".as_slice()).map(<[u8]>::to_vec).unwrap_or(bytes);
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        let line = bytes[..at].split(|byte| *byte == b'\n').count();
        let found = bytes.get(at).copied().unwrap_or(0);
        trouble(format!("line {line} is not UTF-8 text (byte {at} is 0x{found:02x}); save the file as UTF-8"))
    })
}

/// A pipe has no length beforehand, so the reading itself is bounded.
fn read_at_most(path: &Path) -> std::io::Result<Vec<u8>> {
    use std::io::Read;
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(LARGEST_FILE + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn too_large(bytes: u64) -> String {
    format!("it has {} MB, at most {} MB are read", bytes >> 20, LARGEST_FILE >> 20)
}

/// What the operating system said, in our words where there are some.
fn plain(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
        std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    }
}
