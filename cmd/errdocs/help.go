package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/errdocs/errdocs/generator/diag"
)

const rootHelp = `errdocs compiles one YAML catalog of an API's errors into a documentation site,
Markdown and JSON for agents, and a Go package.

Catalog
  init [DIR]      start a catalog
  new SLUG        start an entry
  check           report every finding; write nothing
  diff OLD NEW    what changed for callers, what breaks
  schema NAME     print the JSON Schema of a catalog file

Outputs
  build           check the catalog and write the site
  serve           build in memory, serve, rebuild on change
  gen go          write the Go package
  vet [PACKAGES]  server code that bypasses the catalog

Answers
  explain [TEXT]  which entry is this response?
  mcp             the catalog as tools for agents

  version         print the version
  help COMMAND    flags and examples of a command

The catalog is the nearest folder catalog/ upwards, or that of --catalog;
without one, errdocs uses the catalog of HTTP 401 that it brings along.

Exit codes: 0 fine, 1 findings or files out of date, 2 wrong use.
`

// columns is the width that help texts keep to.
const columns = 79

// printHelp prints what a command is for, its examples and its flags.
func printHelp(cmd *cobra.Command, _ []string) {
	w := cmd.OutOrStdout()
	if !cmd.HasParent() {
		fmt.Fprint(w, rootHelp)
		return
	}
	fmt.Fprintf(w, "%s\n\nUsage:\n  %s\n", cmp.Or(cmd.Long, strings.ToUpper(cmd.Short[:1])+cmd.Short[1:]+"."), cmd.UseLine())
	if cmd.Example != "" {
		fmt.Fprintf(w, "\nExamples:\n%s\n", cmd.Example)
	}
	if cmd.HasAvailableSubCommands() {
		fmt.Fprint(w, "\nCommands:\n")
		for _, c := range cmd.Commands() {
			fmt.Fprintf(w, "  %-12s %s\n", c.Name(), c.Short)
		}
	}
	for _, group := range []struct {
		title string
		flags *pflag.FlagSet
	}{{"Flags", cmd.LocalFlags()}, {"Flags of every command", cmd.InheritedFlags()}} {
		if group.flags.HasAvailableFlags() {
			fmt.Fprintf(w, "\n%s:\n%s", group.title, group.flags.FlagUsagesWrapped(columns))
		}
	}
}

// helpCommand prints the help of the command that it names.
func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "print the help of a command",
		Args:  cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			about, rest, err := cmd.Root().Find(args)
			if err != nil {
				return err
			}
			if len(rest) > 0 {
				return unknownCommand(about, rest)
			}
			about.InitDefaultHelpFlag()
			return about.Help()
		},
	}
}

func withHelp(err error, help string) error { return &diag.Advice{Err: err, Help: help} }

// unknown returns an error unless a word, the name of a thing, is a valid one.
func unknown(thing, word string, valid []string) error {
	if slices.Contains(valid, word) {
		return nil
	}
	return withHelp(fmt.Errorf("unknown %s %s", thing, diag.Quote(word)), diag.OneOf(word, valid))
}

// seeHelp leads to the help of a command.
func seeHelp(cmd *cobra.Command) string {
	return strings.TrimSpace("run: errdocs help " + pathOf(cmd))
}

// pathOf returns the words that name a command, such as "gen go".
func pathOf(cmd *cobra.Command) string {
	return strings.TrimPrefix(strings.TrimPrefix(cmd.CommandPath(), "errdocs"), " ")
}

// noArgs refuses arguments.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return withHelp(fmt.Errorf("%s takes no argument, and got %s", pathOf(cmd), diag.Quote(args[0])), seeHelp(cmd))
}

// oneArg accepts exactly one argument. Otherwise the error says that the command needs what.
func oneArg(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 1 {
			return nil
		}
		return withHelp(fmt.Errorf("%s needs %s", pathOf(cmd), what), seeHelp(cmd))
	}
}

// between accepts from least to most arguments. Otherwise the error describes, with wants, which ones.
func between(least, most int, wants string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if least <= len(args) && len(args) <= most {
			return nil
		}
		return withHelp(fmt.Errorf("%s %s, and got %d", pathOf(cmd), wants, len(args)), seeHelp(cmd))
	}
}

// unknownCommand says what is wrong with the name of a command.
func unknownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() && c.Name() != "completion" {
			names = append(names, c.Name())
		}
	}
	help := seeHelp(cmd)
	if len(names) > 0 {
		help = cmp.Or(diag.DidYouMean(args[0], names), diag.OneOf(args[0], names))
	}
	return withHelp(fmt.Errorf("unknown command %s", diag.Quote(args[0])), help)
}

// flagError words the errors of the flag parser as ours.
func flagError(cmd *cobra.Command, err error) error {
	var (
		noFlag  *pflag.NotExistError
		missing *pflag.ValueRequiredError
		wrong   *pflag.InvalidValueError
		syntax  *pflag.InvalidSyntaxError
	)
	switch {
	case errors.As(err, &noFlag):
		name := "--" + noFlag.GetSpecifiedName()
		if noFlag.GetSpecifiedShortnames() != "" {
			name = "-" + noFlag.GetSpecifiedName()
		}
		var names []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, "--"+f.Name) })
		return withHelp(fmt.Errorf("unknown flag %s", diag.Quote(name)), cmp.Or(diag.DidYouMean(name, names), seeHelp(cmd)))
	case errors.As(err, &missing):
		return withHelp(fmt.Errorf("the flag --%s needs a value", missing.GetFlag().Name), seeHelp(cmd))
	case errors.As(err, &wrong):
		f := wrong.GetFlag()
		help := seeHelp(cmd)
		switch f.Value.Type() {
		case "int":
			help = "give it a number"
		case "bool":
			help = "give the flag alone, or --" + f.Name + "=false"
		}
		return withHelp(fmt.Errorf("the flag --%s cannot be %s", f.Name, diag.Quote(wrong.GetValue())), help)
	case errors.As(err, &syntax):
		return withHelp(fmt.Errorf("%s is not a flag", diag.Quote(syntax.GetSpecifiedFlag())), seeHelp(cmd))
	}
	return withHelp(err, seeHelp(cmd))
}
