//! The front alone: from the start of its process to its first answer, and its memory at rest.

use std::{
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use zvarot_tests::{Function, System, program};

use crate::{Line, line};

pub async fn measure() -> Vec<Line> {
    let system = System::builder().functions(&[Function::Front]).start().await;
    system.kill(Function::Front);
    let mut times = Vec::new();
    let mut memory = 0;
    for _ in 0..11 {
        let mut command = Command::new(program("zvarot-front"));
        command.env_clear().envs(system.variables()).env("METRICS_ADDRESS", "").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let began = Instant::now();
        let mut child = command.spawn().expect("the front can be started");
        while !answers(system.ports.front) {
            std::thread::sleep(Duration::from_micros(500));
        }
        times.push(began.elapsed());
        tokio::time::sleep(Duration::from_millis(300)).await;
        memory = resident(child.id());
        let _ = child.kill();
        let _ = child.wait();
    }
    times.sort();
    let median = times[times.len() / 2];
    vec![
        line("front: process start to first answer", format!("{} ms (median of {})", median.as_millis(), times.len()), "< 150 ms", median < Duration::from_millis(150)),
        line("front: memory at rest", format!("{:.0} MB", memory as f64 / 1e6), "< 60 MB", memory < 60_000_000),
    ]
}

fn answers(port: u16) -> bool {
    use std::io::{Read, Write};
    let Ok(mut connection) = std::net::TcpStream::connect(("127.0.0.1", port)) else { return false };
    let asked = connection.write_all(b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    let mut answer = [0_u8; 12];
    asked.is_ok() && connection.read_exact(&mut answer).is_ok() && answer.ends_with(b"200")
}

/// Resident memory in bytes.
fn resident(id: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.trim().trim_end_matches("kB").trim().parse::<u64>().unwrap_or(0) * 1024
}
