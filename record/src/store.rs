//! Opening: which file is a store, and how SQLite is told to be careful.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::StoreError;

/// `onrc`, in the header of every store.
const APPLICATION_ID: i64 = 0x6f6e_7263;

/// Version of the schema that this program reads and writes.
pub const SCHEMA_VERSION: i64 = 2;

/// The schema as SQL.
pub const SCHEMA: &str = include_str!("schema.sql");

/// How long one process waits for another one at least: it asks again after each step.
const WAIT: Duration = Duration::from_secs(10);
const STEP: Duration = Duration::from_millis(2);

/// SQLite before this version can lose commits of its write-ahead log when two connections meet.
const OLDEST_SQLITE: i32 = 3_051_003;

/// A record: one SQLite file, to which rows are only ever added.
#[derive(Debug)]
pub struct Store {
    pub(crate) db: Connection,
    path: PathBuf,
}

impl Store {
    /// Opens a store, or makes one where no file is, or one without any table.
    ///
    /// # Errors
    /// As [`Store::open`], but for `Missing`.
    pub fn open_or_create(path: impl AsRef<Path>) -> Result<Store, StoreError> {
        let path = path.as_ref();
        let mut db =
            connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        // Without tables it is a new file, or one whose making was cut short.
        if db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0))? == 0
        {
            patiently(|| create(&mut db))?;
        }
        drop(db);
        Store::open(path)
    }

    /// Opens a store to read and to add.
    ///
    /// # Errors
    /// `Missing`, `Foreign`, `Schema`, `Newer` or `Older` if the file is not a store of this
    /// version; `OldSqlite` if the SQLite linked in is not safe; `Sqlite` if the file is damaged.
    pub fn open(path: impl AsRef<Path>) -> Result<Store, StoreError> {
        let path = path.as_ref();
        if !path.is_file() {
            return Err(StoreError::Missing(path.to_owned()));
        }
        let db = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        identify(&db, path)?;
        compare_schema(&db, path)?;
        patiently(|| Ok(db.pragma_update(None, "journal_mode", "wal")?))?;
        db.pragma_update(None, "synchronous", "full")?;
        Ok(Store { db, path: path.to_owned() })
    }

    /// Opens a store only to read, beside any writer.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_to_read(path: impl AsRef<Path>) -> Result<Store, StoreError> {
        let path = path.as_ref();
        if !path.is_file() {
            return Err(StoreError::Missing(path.to_owned()));
        }
        let db = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)
            .or_else(|_| connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY))?;
        db.pragma_update(None, "query_only", true)?;
        identify(&db, path)?;
        compare_schema(&db, path)?;
        Ok(Store { db, path: path.to_owned() })
    }

    /// Where the store lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The connection, for queries of one's own. Writes to the tables are refused by triggers.
    pub fn connection(&self) -> &Connection {
        &self.db
    }
}

/// Now, in UTC, to the second.
pub(crate) fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// An empty store at a place where no file is.
pub(crate) fn fresh(path: &Path) -> Result<Connection, StoreError> {
    let mut db = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
    create(&mut db)?;
    Ok(db)
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, StoreError> {
    configured(path, flags).map_err(|error| match error {
        StoreError::Sqlite(inner)
            if inner.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase) =>
        {
            StoreError::Foreign(path.to_owned())
        }
        error => error,
    })
}

fn configured(path: &Path, flags: OpenFlags) -> Result<Connection, StoreError> {
    if rusqlite::version_number() < OLDEST_SQLITE {
        return Err(StoreError::OldSqlite(rusqlite::version()));
    }
    let mut db = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    db.busy_handler(Some(wait_a_step))?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    db.set_prepared_statement_cache_capacity(64);
    db.pragma_update(None, "cache_size", -65536)?; // KiB
    db.pragma_update(None, "foreign_keys", true)?;
    db.pragma_update(None, "cell_size_check", true)?;
    Ok(db)
}

/// Steps are even. The handler of SQLite waits longer each time, up to 100 ms, so that one who has
/// waited for long comes too late again and again, and newcomers go first.
fn wait_a_step(waited: i32) -> bool {
    std::thread::sleep(STEP);
    (waited as u128) < WAIT.as_nanos() / STEP.as_nanos() // counted from 0
}

/// Does again what SQLite refuses at once, without asking the handler: a change of the journal needs
/// a lock while it holds another one, and of two who wait so, neither would ever go on.
fn patiently<T>(mut work: impl FnMut() -> Result<T, StoreError>) -> Result<T, StoreError> {
    let start = Instant::now();
    loop {
        match work() {
            Err(StoreError::Busy) if start.elapsed() < WAIT => std::thread::sleep(STEP),
            done => return done,
        }
    }
}

fn create(db: &mut Connection) -> Result<(), StoreError> {
    // Half of what is usual: most tables of a store are small, and each ends with a page that is
    // half empty.
    db.pragma_update(None, "page_size", 2048)?;
    db.pragma_update(None, "journal_mode", "wal")?;
    db.pragma_update(None, "synchronous", "full")?;
    let add = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another process may have been faster.
    if add.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0))? == 0 {
        add.execute_batch(SCHEMA)?;
        add.pragma_update(None, "application_id", APPLICATION_ID)?;
        add.pragma_update(None, "user_version", SCHEMA_VERSION)?;
    }
    add.commit()?;
    Ok(())
}

fn identify(db: &Connection, path: &Path) -> Result<(), StoreError> {
    let number = |pragma| db.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0));
    if number("application_id")? != APPLICATION_ID {
        return Err(StoreError::Foreign(path.to_owned()));
    }
    let (found, known) = (number("user_version")?, SCHEMA_VERSION);
    match found.cmp(&known) {
        std::cmp::Ordering::Equal => Ok(()),
        std::cmp::Ordering::Greater => {
            Err(StoreError::Newer { path: path.to_owned(), found, known })
        }
        std::cmp::Ordering::Less => Err(StoreError::Older { path: path.to_owned(), found, known }),
    }
}

/// A store from somebody else may carry triggers and views of its own; none of them ever runs.
fn compare_schema(db: &Connection, path: &Path) -> Result<(), StoreError> {
    let model = Connection::open_in_memory()?;
    model.execute_batch(SCHEMA)?;
    let (expected, found) = (objects(&model)?, objects(db)?);
    if expected == found {
        return Ok(());
    }
    let differs = |what: &str, from: &[Object], than: &[Object]| {
        from.iter().find(|object| !than.contains(object)).map(|o| format!("{what} {} {}", o.0, o.1))
    };
    let what = differs("unknown", &found, &expected)
        .or_else(|| differs("without", &expected, &found))
        .unwrap_or_default();
    Err(StoreError::Schema { path: path.to_owned(), what })
}

/// Type, name, table and SQL of one table, index, view or trigger.
type Object = (String, String, String, Option<String>);

fn objects(db: &Connection) -> Result<Vec<Object>, StoreError> {
    // What SQLite itself adds: statistics, and the inner tables of the search index, whose SQL
    // changes with the version of SQLite. No trigger or view can have such a name.
    let mut select = db.prepare(
        "SELECT type, name, tbl_name, sql FROM sqlite_schema
         WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
           AND NOT (type = 'table' AND sql LIKE 'CREATE TABLE ''statement\\_fts\\_%' ESCAPE '\\')
         ORDER BY type, name",
    )?;
    let rows =
        select.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
