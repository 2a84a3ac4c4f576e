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
    let upgraded = Store::upgrade(&path)?;
    let path = path.display().to_string();
    let words = match &upgraded {
        Upgraded::AlreadyCurrent => {
            format!("{}: schema {SCHEMA_VERSION} is current\n", safe(&path))
        }
        Upgraded::Was { schema, kept } => format!(
            "{}: schema {schema} became {SCHEMA_VERSION}; the file as it was is kept as {}\n",
            safe(&path),
            safe(&kept.display().to_string())
        ),
    };
    Ok(super::print(words.as_bytes())?)
}
