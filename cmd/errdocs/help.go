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

const rootHelp = `errdocs compiles a YAML catalog of your API's errors into a documentation site,
Markdown and JSON for agents, and a Go package.

Catalog
  init [DIR]      create a catalog
  new SLUG        create an entry
  check           report problems; write nothing
  diff OLD NEW    show what changed for callers and what breaks
  schema NAME     print the JSON Schema of a catalog file

Outputs
  build           check the catalog and write the site
  serve           serve the site locally; rebuild on change
  gen go          write the Go package
  vet [PACKAGES]  find server code that bypasses the catalog

Lookup
  explain [TEXT]  identify the error behind a response
  mcp             serve the catalog to agents (MCP)

  version         print the version
  help COMMAND    show the flags and examples of a command

errdocs uses the catalog/ directory in the current directory or in the nearest
parent, unless you set --catalog. Without one, it uses its built-in catalog
of HTTP 401.

Exit codes: 0 success, 1 problems found or files out of date, 2 usage error.
`

// columns is the maximum width of help texts.
const columns = 79

// printHelp prints the description, examples and flags of a command.
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
	if help := cmd.Flags().Lookup("help"); help != nil {
		help.Usage = "show this help"
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
	}{{"Flags", cmd.LocalFlags()}, {"Global flags", cmd.InheritedFlags()}} {
		if group.flags.HasAvailableFlags() {
			fmt.Fprintf(w, "\n%s:\n%s", group.title, group.flags.FlagUsagesWrapped(columns))
		}
	}
}

// helpCommand returns the command that prints the help of other commands.
func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "show the flags and examples of a command",
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

// unknown returns an error unless word is one of the valid values. The error calls it a thing,
// such as "format".
func unknown(thing, word string, valid []string) error {
	if slices.Contains(valid, word) {
		return nil
	}
	return withHelp(fmt.Errorf("unknown %s %s", thing, diag.Quote(word)), diag.OneOf(word, valid))
}

// seeHelp returns a hint to run the help of a command.
func seeHelp(cmd *cobra.Command) string {
	return strings.TrimSpace("run: errdocs help " + pathOf(cmd))
}

// pathOf returns the full name of a command, such as "gen go".
func pathOf(cmd *cobra.Command) string {
	return strings.TrimPrefix(strings.TrimPrefix(cmd.CommandPath(), "errdocs"), " ")
}

// noArgs rejects arguments.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return withHelp(fmt.Errorf("%s accepts no arguments, but got %s", pathOf(cmd), diag.Quote(args[0])), seeHelp(cmd))
}

// oneArg accepts exactly one argument; what describes it in the error.
func oneArg(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 1 {
			return nil
		}
		return withHelp(fmt.Errorf("%s needs %s", pathOf(cmd), what), seeHelp(cmd))
	}
}

// between accepts from least to most arguments; wants describes them in the error.
func between(least, most int, wants string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if least <= len(args) && len(args) <= most {
			return nil
		}
		return withHelp(fmt.Errorf("%s %s, but got %d", pathOf(cmd), wants, len(args)), seeHelp(cmd))
	}
}

// unknownCommand returns an error for the name of a command that does not exist.
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

// flagError rewords the errors of the flag parser, and adds help.
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
		return withHelp(fmt.Errorf("--%s needs a value", missing.GetFlag().Name), seeHelp(cmd))
	case errors.As(err, &wrong):
		f := wrong.GetFlag()
		help := seeHelp(cmd)
		switch f.Value.Type() {
		case "int":
			help = "use a whole number"
		case "bool":
			help = "use --" + f.Name + " or --" + f.Name + "=false"
		}
		return withHelp(fmt.Errorf("%s is not a valid value for --%s", diag.Quote(wrong.GetValue()), f.Name), help)
	case errors.As(err, &syntax):
		return withHelp(fmt.Errorf("%s is not a flag", diag.Quote(syntax.GetSpecifiedFlag())), seeHelp(cmd))
	}
	return withHelp(err, seeHelp(cmd))
}
