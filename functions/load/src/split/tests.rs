//! Files of every layout, whole and broken, cut into pieces of any size.

use proptest::prelude::*;

use super::*;

type Split = Result<(Layout, Vec<(u64, String)>), (FaultCode, String)>;

fn split_by(text: &[u8], size: usize) -> Split {
    let mut splitter = Splitter::new(true);
    let mut pieces = Vec::new();
    let told = |fault: Fault| (fault.code, format!("{:?}", fault.params));
    for chunk in text.chunks(size) {
        splitter.push(chunk, &mut pieces).map_err(told)?;
    }
    let splitter = splitter.finish(&mut pieces).map_err(told)?;
    let shown = pieces.into_iter().map(|piece| {
        let text = piece.text.map_or_else(|| format!("<{}>", piece.length), |text| String::from_utf8(text.to_vec()).unwrap());
        (piece.begins, text)
    });
    Ok((splitter.layout().unwrap(), shown.collect()))
}

fn split(text: &[u8]) -> Split {
    let whole = split_by(text, text.len().max(1));
    if text.len() < 100_000 {
        for size in [1, 2, 3, 7] {
            assert_eq!(split_by(text, size).map_err(|fault| fault.0), whole.clone().map_err(|fault| fault.0), "in pieces of {size}");
        }
    }
    whole
}

fn records(text: &str) -> (Layout, Vec<String>) {
    let (layout, records) = split(text.as_bytes()).unwrap();
    (layout, records.into_iter().map(|(_, text)| text).collect())
}

fn fault(text: &[u8]) -> FaultCode {
    split(text).unwrap_err().0
}

// REQ: EDM-03
#[test]
fn records_stand_in_an_array_or_one_a_line_or_one_after_another() {
    let two = vec![r#"{"a":"]}\"","b":[{}]}"#.to_owned(), r#"{"a":"я"}"#.to_owned()];
    let (first, second) = (&two[0], &two[1]);
    assert_eq!(records(&format!("[{first},{second}]")), (Layout::Array, two.clone()));
    assert_eq!(records(&format!("\u{feff} [ {first} ,\r\n {second}\n]\n ")), (Layout::Array, two.clone()));
    assert_eq!(records(&format!("{first}\n{second}\n")), (Layout::Lines, two.clone()));
    assert_eq!(records(&format!("\n{first}\n\n  {second}")), (Layout::Lines, two));
    let spread = ["{\n\"a\": 1\n}".to_owned(), "{\n\"b\": {}\n}".to_owned()];
    assert_eq!(records(&spread.join("\n")), (Layout::Values, spread.to_vec()));
    assert_eq!(records(&spread[0]), (Layout::Values, spread[..1].to_vec()));
}

// REQ: EDM-03
#[test]
fn a_line_of_rubbish_is_one_records_fault_and_not_the_files() {
    assert_eq!(records("{\"a\":1}\nmore\n{\"b\":\n{\"c\":2}\n").1, ["{\"a\":1}", "more", "{\"b\":", "{\"c\":2}"]);
}

// REQ: EDM-03
#[test]
fn a_file_that_breaks_off_is_told_from_a_whole_one() {
    for cut in ["[", "[{", "[{\"a\":\"б", "[{}", "[{},", "[{},{\"a\":1}", "{\"a\":1}\n{\"b\":", "{\n\"a\":"] {
        assert_eq!(fault(cut.as_bytes()), FaultCode::FileCut, "{cut}");
    }
    assert_eq!(split("[{},{\"a\"".as_bytes()).unwrap_err(), (FaultCode::FileCut, r#"{"record": Number(2)}"#.to_owned()));
    assert_eq!(fault(&"[{\"a\":\"б".as_bytes()[..7]), FaultCode::FileCut);
}

// REQ: EDM-03
#[test]
fn what_is_no_list_of_records_is_told_by_its_line() {
    for wrong in ["7", "\"a\"", "<xml/>", "[1]", "[\"a\"]", "[{} {}]", "[{},]", "[,{}]", "[{}]{}", "[[{}]]", "{\n}\n7"] {
        assert_eq!(fault(wrong.as_bytes()), FaultCode::NotRecords, "{wrong}");
    }
    assert_eq!(split(b"[\n{},\n7]").unwrap_err().1, r#"{"line": Number(3)}"#);
    for empty in ["", " \n", "[]", "[ \n ]", "\u{feff}"] {
        assert_eq!(fault(empty.as_bytes()), FaultCode::NoRecords, "{empty}");
    }
}

// REQ: EDM-03
#[test]
fn other_encodings_are_told() {
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    assert_eq!(fault(&utf16("[{}]")), FaultCode::Utf16);
    assert_eq!(fault(&utf16("\u{feff}[{}]")), FaultCode::Utf16);
    let big: Vec<u8> = "[{}]".encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(fault(&big), FaultCode::Utf16);
    assert_eq!(split(b"[\n{\"a\":\"\xcf\xf0\"}]").unwrap_err(), (FaultCode::NotUtf8, r#"{"line": Number(2)}"#.to_owned()));
}

// REQ: EDM-03
#[test]
fn giants_are_passed_over_and_the_rest_goes_on() {
    let long = format!("[{{\"a\":\"{}\"}},{{\"b\":1}}]", "я".repeat(RECORD_SIZE_AT_MOST));
    let deep = format!("[{}{},{{\"b\":1}}]", "{\"a\":[".repeat(1_000_000), "]}".repeat(1_000_000));
    for text in [long, deep] {
        let (_, found) = split(text.as_bytes()).unwrap();
        assert_eq!((found.len(), found[0].0, found[1].1.as_str()), (2, 1, "{\"b\":1}"));
        assert!(found[0].1.starts_with('<'), "it is not held");
    }
}

proptest! {
    // REQ: EDM-03
    #[test]
    fn it_goes_on_from_any_record(count in 1_usize..20, from in 0_usize..20, lines: bool) {
        let texts: Vec<String> = (0..count).map(|index| format!("{{\"a\":\"{}\"}}", "ў]".repeat(index))).collect();
        let file = if lines { texts.join("\n") } else { format!("[{}]", texts.join(" , ")) };
        let (layout, all) = split(file.as_bytes()).unwrap();
        let from = from % count;
        let (begins, text) = &all[from];
        let end = begins + text.len() as u64;
        let mut splitter = Splitter::resume(layout, end, from as u64 + 1);
        let mut pieces = Vec::new();
        splitter.push(&file.as_bytes()[usize::try_from(end).unwrap()..], &mut pieces).unwrap();
        splitter.finish(&mut pieces).unwrap();
        let rest: Vec<(u64, String)> = pieces.into_iter().map(|piece| (piece.begins, String::from_utf8(piece.text.unwrap().to_vec()).unwrap())).collect();
        prop_assert_eq!(rest, all[from + 1..].to_vec());
    }

    // REQ: EDM-03
    #[test]
    fn no_bytes_make_it_fall(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        // Which fault is met first may depend on the pieces; that there is one or none may not.
        let whole = split_by(&bytes, 200).is_ok();
        for size in [1, 3] {
            prop_assert_eq!(split_by(&bytes, size).is_ok(), whole);
        }
    }
}
