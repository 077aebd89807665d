//! Is it right: numbers worked out by hand, and intervals that cover what they should.
