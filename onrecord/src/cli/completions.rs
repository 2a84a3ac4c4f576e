use std::io;

use clap::CommandFactory;

use super::args::Arguments;

/// What completes our commands in a shell.
pub(super) fn script(shell: clap_complete::Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "onrecord", &mut script);
    script
}

/// The manual: the page of onrecord, then one page a command, in roff.
pub(super) fn man_page() -> io::Result<Vec<u8>> {
    let mut page = Vec::new();
    let mut command = Arguments::command();
    command.build();
    let read = command.find_subcommand("read").cloned();
    clap_mangen::Man::new(command).render(&mut page)?;
    if let Some(read) = read {
        let man = clap_mangen::Man::new(read);
        page.extend_from_slice(b".SH \"ONRECORD READ\"\n");
        man.render_options_section(&mut page)?;
        man.render_extra_section(&mut page)?;
    }
    Ok(page)
}
