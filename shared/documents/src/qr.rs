//! A QR code as rows of dark runs, which the template draws as one shape.

use qrcode::types::QrError;
use qrcode::{Color, EcLevel, QrCode};
use serde::Serialize;

/// A QR code: `size` modules square, `runs` of dark modules as `[column, row, length]`.
#[derive(Debug, Serialize)]
pub(crate) struct Matrix {
    pub size: usize,
    pub runs: Vec<[usize; 3]>,
}

/// The code of an address. Fails when it is longer than a QR code holds (over two thousand signs).
pub(crate) fn matrix(address: &str) -> Result<Matrix, QrError> {
    let code = QrCode::with_error_correction_level(address, EcLevel::M)?;
    let size = code.width();
    let colors = code.to_colors();
    let runs = colors.chunks(size).enumerate();
    Ok(Matrix {
        size,
        runs: runs.flat_map(|(row, line)| dark_runs(row, line)).collect(),
    })
}

fn dark_runs(row: usize, line: &[Color]) -> Vec<[usize; 3]> {
    let mut column = 0;
    let mut runs = Vec::new();
    for same in line.chunk_by(|one, other| one == other) {
        if same[0] == Color::Dark {
            runs.push([column, row, same.len()]);
        }
        column += same.len();
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_cover_exactly_the_dark_modules() {
        let address = "https://example.by/s/1234567890";
        let code = QrCode::with_error_correction_level(address, EcLevel::M).unwrap();
        let matrix = matrix(address).unwrap();
        let mut drawn = vec![Color::Light; matrix.size * matrix.size];
        for [column, row, length] in matrix.runs {
            let start = row * matrix.size + column;
            drawn[start..start + length].fill(Color::Dark);
        }
        assert_eq!(drawn, code.to_colors());
    }

    #[test]
    fn an_address_too_long_is_an_error() {
        assert!(matrix(&"a".repeat(4000)).is_err());
    }
}
