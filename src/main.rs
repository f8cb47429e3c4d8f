//! The program `tongbao`: parse, run, exit code.

fn main() {}
