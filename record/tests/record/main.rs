mod asking;
mod corpus;
mod exporting;
mod keeping;
mod sample;
