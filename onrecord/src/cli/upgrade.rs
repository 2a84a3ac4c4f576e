use clap::Args;
use onrecord::output::text::safe;
use onrecord::record::{SCHEMA_VERSION, Store, StoreError, Upgraded};

use super::store::StorePath;

#[derive(Args, Debug)]
pub(super) struct UpgradeArguments {
    #[command(flatten)]
    store: StorePath,
}

/// Makes a store of an older onrecord one of this version.
pub(super) fn upgrade(arguments: &UpgradeArguments) -> Result<u8, StoreError> {
    let path = arguments.store.path();
    match Store::upgrade(&path)? {
        Upgraded::AlreadyCurrent => {
            let path = path.display().to_string();
            let words = format!("{}: schema {SCHEMA_VERSION} is current\n", safe(&path));
            Ok(super::print(words.as_bytes())?)
        }
    }
}
