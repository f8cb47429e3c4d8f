//! When a bulletin is due: pure time arithmetic.

mod expression;

pub use expression::Expression;
