//! What a study says: the texts of its files, its summary, its pictures.

pub mod files;
