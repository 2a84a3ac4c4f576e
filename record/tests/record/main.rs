mod asking;
mod corpus;
mod damage;
mod exporting;
mod keeping;
mod sample;
mod sharing;
