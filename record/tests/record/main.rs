mod asking;
mod corpus;
mod keeping;
mod sample;
