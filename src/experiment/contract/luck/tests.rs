//! Luck of clauses whose levels were made up.
