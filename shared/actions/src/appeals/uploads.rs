//! The rules of files that an official sends with something: what is sent cannot be taken back.

use zvarot_domain::{Fault, FaultCode, Faults, FileState, attachment};
use zvarot_store::files::File;

/// They must have passed the check (SEC-04) and be at most five (REV-12).
pub(super) fn check(uploaded: &[File], faults: &mut Faults) {
    if uploaded.len() > attachment::FILES_AT_MOST {
        let fault = Fault::new("files", FaultCode::TooManyFiles);
        faults.push(fault.with("max", attachment::FILES_AT_MOST));
    }
    for file in uploaded {
        let code = match file.state {
            FileState::Clean => continue,
            FileState::Uploading => FaultCode::FileNotUploaded,
            FileState::Checking => FaultCode::FileBeingChecked,
            FileState::Infected | FileState::Broken => FaultCode::FileRefused,
        };
        faults.push(Fault::new("files", code).with("name", file.name.as_str()));
    }
}
