//! `-o FORMAT[=FILE]`: a format, and where to.

use std::ffi::OsStr;
use std::marker::PhantomData;
use std::path::PathBuf;

use clap::builder::{EnumValueParser, PossibleValue, TypedValueParser};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, Error, ValueEnum};

/// What is written in which format where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Output<F> {
    /// The format.
    pub format: F,
    /// The file; nothing for stdout.
    pub file: Option<PathBuf>,
}

/// Parses `FORMAT`, `FORMAT=FILE` and `FORMAT=-`.
#[derive(Clone)]
pub(super) struct OutputParser<F>(PhantomData<F>);

impl<F> OutputParser<F> {
    pub(super) fn new() -> Self {
        OutputParser(PhantomData)
    }
}

impl<F: ValueEnum + Clone + Send + Sync + 'static> TypedValueParser for OutputParser<F> {
    type Value = Output<F>;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<Self::Value, Error> {
        let text = value.to_str().ok_or_else(|| Error::new(ErrorKind::InvalidUtf8).with_cmd(command))?;
        let (word, file) = match text.split_once('=') {
            Some((word, file)) => (word, Some(file)),
            None => (text, None),
        };
        let format = EnumValueParser::<F>::new().parse_ref(command, arg, OsStr::new(word))?;
        if file == Some("") {
            return Err(without_file(command, arg, text));
        }
        let stdout = ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"];
        Ok(Output { format, file: file.filter(|file| !stdout.contains(file)).map(PathBuf::from) })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        // Shells complete the words; a file behind one is typed.
        Some(Box::new(F::value_variants().iter().filter_map(ValueEnum::to_possible_value)))
    }
}

/// Parses `FORMAT` alone, and says of `FORMAT=FILE` what to write instead.
#[derive(Clone)]
pub(super) struct FormatParser<F>(PhantomData<F>);

impl<F> FormatParser<F> {
    pub(super) fn new() -> Self {
        FormatParser(PhantomData)
    }
}

impl<F: ValueEnum + Clone + Send + Sync + 'static> TypedValueParser for FormatParser<F> {
    type Value = F;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<Self::Value, Error> {
        let format = |word: &str| EnumValueParser::<F>::new().parse_ref(command, arg, OsStr::new(word));
        match value.to_str().and_then(|text| text.split_once('=')) {
            Some((word, _)) if format(word).is_ok() => {
                let hint = format!("`scan` alone writes files; here write `-o {word} > FILE`");
                Err(refused(command, arg, &value.to_string_lossy(), hint))
            }
            _ => EnumValueParser::<F>::new().parse_ref(command, arg, value),
        }
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(F::value_variants().iter().filter_map(ValueEnum::to_possible_value)))
    }
}

fn without_file(command: &Command, arg: Option<&Arg>, text: &str) -> Error {
    refused(command, arg, text, "write a file after the `=`".to_owned())
}

fn refused(command: &Command, arg: Option<&Arg>, text: &str, hint: String) -> Error {
    let mut error = Error::new(ErrorKind::ValueValidation).with_cmd(command);
    if let Some(arg) = arg {
        error.insert(ContextKind::InvalidArg, ContextValue::String(arg.to_string()));
    }
    error.insert(ContextKind::InvalidValue, ContextValue::String(text.to_owned()));
    error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![hint.into()]));
    error
}
