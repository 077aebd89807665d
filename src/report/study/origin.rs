//! What a study is called, which program played it, and with which seed: from the `study.toml` of its folder, of whatever version.

/// What a study's folder says of its making.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// What results call it.
    pub name: Option<String>,
    /// Seed.
    pub seed: Option<u64>,
    /// Version of the program.
    pub version: Option<String>,
}

impl Origin {
    /// Reads as much as can be read, and no more than three keys: a file of another version has them, too.
    pub fn of_study(text: &str) -> Self {
        let table: toml::Table = toml::from_str(text).unwrap_or_default();
        let seed = table.get("seed").and_then(toml::Value::as_integer);
        let text = |key: &str| table.get(key).and_then(toml::Value::as_str).map(str::to_owned);
        Self { name: text("name"), seed: seed.and_then(|seed| u64::try_from(seed).ok()), version: text("ccsim") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_seed_and_version_are_read_from_any_version_s_file() {
        let found =
            Origin::of_study("name = \"st\"\nseed = 7\nccsim = \"9.0.0\"\nnews = [1]\n[[vary]]\npath = \"x\"\n");
        assert_eq!(found, Origin { name: Some("st".to_owned()), seed: Some(7), version: Some("9.0.0".to_owned()) });
        assert_eq!(Origin::of_study("seed = -1"), Origin::default());
        assert_eq!(Origin::of_study("no toml ["), Origin::default());
    }
}
