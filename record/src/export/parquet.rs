use std::io::Write;
use std::sync::Arc;

use parquet::basic::{Compression, ConvertedType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

use super::flat::{COLUMNS, values};
use super::jsonl::SCHEMA;
use crate::{Query, Store, StoreError};

/// Rows held before they are written as one group.
const GROUP: usize = 20_000;

/// What a row carries besides the columns of CSV, so that the file can be imported again: the
/// whole text, in the first row of each article.
pub(crate) const TEXT_COLUMNS: [&str; 1] = ["article_text"];

/// One row a statement; every column text, absent values null.
pub(super) fn write(
    store: &Store,
    query: &Query,
    out: &mut (dyn Write + Send),
) -> Result<u64, StoreError> {
    let names: Vec<&str> = COLUMNS.iter().chain(&TEXT_COLUMNS).copied().collect();
    let fields = names.iter().map(|name| {
        Type::primitive_type_builder(name, Physical::BYTE_ARRAY)
            .with_repetition(Repetition::OPTIONAL)
            .with_converted_type(ConvertedType::UTF8)
            .build()
            .map(Arc::new)
    });
    let fields = fields.collect::<Result<Vec<_>, _>>()?;
    let schema = Type::group_type_builder("statement").with_fields(fields).build()?;
    let about = [("schema", SCHEMA), ("offsets", "Unicode code points, end exclusive")]
        .map(|(key, value)| KeyValue::new(key.to_owned(), value.to_owned()));
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_key_value_metadata(Some(about.to_vec()))
        .set_created_by("onrecord".to_owned())
        .build();
    let mut file = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties))?;
    let mut columns: Vec<Vec<Option<String>>> = vec![Vec::new(); names.len()];
    let mut last = None;
    let count = store.for_each(query, |hit, kept| {
        let text = (last != Some(kept.id)).then(|| kept.article.text().to_owned());
        last = Some(kept.id);
        for (column, value) in columns.iter_mut().zip(values(&hit, kept).into_iter().chain([text]))
        {
            column.push(value);
        }
        if columns[0].len() >= GROUP {
            group(&mut file, &mut columns)?;
        }
        Ok(())
    })?;
    group(&mut file, &mut columns)?;
    file.close()?;
    Ok(count)
}

fn group<W: Write + Send>(
    file: &mut SerializedFileWriter<W>,
    columns: &mut [Vec<Option<String>>],
) -> Result<(), StoreError> {
    if columns[0].is_empty() {
        return Ok(());
    }
    let mut rows = file.next_row_group()?;
    for column in columns {
        let levels: Vec<i16> = column.iter().map(|value| i16::from(value.is_some())).collect();
        let present: Vec<ByteArray> =
            column.drain(..).flatten().map(|value| ByteArray::from(value.into_bytes())).collect();
        if let Some(mut writer) = rows.next_column()? {
            writer.typed::<ByteArrayType>().write_batch(&present, Some(&levels), None)?;
            writer.close()?;
        }
    }
    rows.close()?;
    Ok(())
}
