//! The functions as Lambda runs them: their real programs, started with `AWS_LAMBDA_RUNTIME_API`, take events from a
//! server that speaks Lambda's Runtime API and are asked what they made of them.

mod api;
mod emulator;
mod gateway;
mod messages;
mod pages;
mod runtime;
mod schedule;
mod work;
