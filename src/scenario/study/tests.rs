//! Whether a study has the points that its file says.
