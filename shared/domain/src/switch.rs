//! What is switched for the whole system while it runs (SUB-03, SUB-05, SUB-10). Absent means off.

use crate::coded::coded_enum;

coded_enum! {
    /// A switch, by the name under which its setting is kept.
    pub enum Switch {
        /// Letters of other alphabets in content and summary are warned of and not refused (SUB-03).
        RelaxContentAlphabet = "relax_content_alphabet",
        /// A collective appeal may name a legal entity: of those handed in by the form (SUB-05).
        AllowCollectiveOfLegalEntity = "allow_collective_of_legal_entity",
        /// The same of those that come from an EDMS and in loads.
        AllowCollectiveOfLegalEntityByEdms = "allow_collective_of_legal_entity_by_edms",
        /// By an EDMS a citizen's appeal is not withdrawn after its registration (SUB-10).
        EdmsWithdrawalLimit = "edms_withdrawal_limit",
    }
}
