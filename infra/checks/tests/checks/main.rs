//! What the repository says about itself, held against what it is.

mod architecture;
mod aws;
mod containers;
mod documents;
mod kubernetes;
mod licences;
