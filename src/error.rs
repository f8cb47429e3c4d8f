//! What can go wrong, by stage, and the exit codes.
