//! Stories of workbooks, told with a desk that writes them.

mod apart;
mod desk;
mod files;
mod heads;
mod hostile;
mod ledgers;
mod mapped;
mod noise;
mod samples;
mod summaries;
