mod asking;
mod corpus;
mod damage;
mod exporting;
mod keeping;
mod ranking;
mod sample;
mod sharing;
