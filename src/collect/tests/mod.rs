//! Stories of workbooks, told with a desk that writes them.

mod desk;
mod samples;
mod weight;
