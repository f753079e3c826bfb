package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/errdocs/errdocs/generator"
	"github.com/errdocs/errdocs/generator/catalog"
	"github.com/errdocs/errdocs/generator/dates"
	"github.com/errdocs/errdocs/generator/diag"
)

// options are the global flags.
type options struct {
	catalog string
	format  string
}

func rootCommand() *cobra.Command {
	o := &options{}
	root := &cobra.Command{
		Use:           "errdocs",
		Short:         "compile a catalog of API errors",
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          cobra.ArbitraryArgs,
		PersistentPreRunE: func(*cobra.Command, []string) error {
			return unknown("format", o.format, diag.Formats)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := unknownCommand(cmd, args); err != nil {
				return err
			}
			return cmd.Help()
		},
	}
	root.PersistentFlags().StringVar(&o.catalog, "catalog", "", "catalog directory")
	root.PersistentFlags().StringVar(&o.format, "format", diag.FormatText, "output format: text, json, github")
	root.SetFlagErrorFunc(flagError)
	root.SetHelpFunc(printHelp)
	root.SetHelpCommand(helpCommand())
	root.AddCommand(
		buildCommand(o), checkCommand(o), serveCommand(o), genCommand(o), vetCommand(o),
		initCommand(), newCommand(o), schemaCommand(), diffCommand(o), explainCommand(o), mcpCommand(o), versionCommand(),
	)
	return root
}

// load finds, loads and checks the catalog.
func (o *options) load(cmd *cobra.Command) (generator.Source, *catalog.Catalog, *diag.List, error) {
	src, err := o.locate(cmd)
	if err != nil {
		return src, nil, nil, err
	}
	c, l := generator.Load(src)
	return src, c, l, nil
}

// sourceDate is the environment variable that reproducible builds set
// (https://reproducible-builds.org/specs/source-date-epoch/).
const sourceDate = "SOURCE_DATE_EPOCH"

// date sets the dates of the pages. If it cannot, it prints a note with the reason.
func (o *options) date(cmd *cobra.Command, src generator.Source, c *catalog.Catalog) error {
	note, err := dates.Set(cmd.Context(), src.Dir, src.Shown, c, os.Getenv(sourceDate))
	if note != "" {
		fmt.Fprintln(cmd.ErrOrStderr(), "errdocs: note: "+note)
	}
	return err
}

// locate finds the catalog, and prints a note if it is the built-in one.
func (o *options) locate(cmd *cobra.Command) (generator.Source, error) {
	src, err := o.find()
	if err == nil && src.BuiltIn {
		fmt.Fprintln(cmd.ErrOrStderr(), "errdocs: no catalog/errdocs.yaml in this directory or its parents: using the built-in catalog of HTTP 401")
	}
	return src, err
}

// find finds the catalog.
func (o *options) find() (generator.Source, error) {
	src, err := generator.Find(o.catalog)
	if errors.Is(err, generator.ErrNoFolder) {
		return src, withHelp(err, "create a catalog with: errdocs init")
	}
	return src, err
}

// report prints the findings: text on standard error, the formats for programs on
// standard output.
func (o *options) report(cmd *cobra.Command, l *diag.List) error {
	w := cmd.ErrOrStderr()
	if o.format != diag.FormatText {
		w = cmd.OutOrStdout()
	}
	return diag.Print(w, o.format, l)
}

// summary prints a line about the result, unless the output is for a program.
func (o *options) summary(cmd *cobra.Command, format string, args ...any) {
	if o.format == diag.FormatText {
		fmt.Fprintf(cmd.OutOrStdout(), format+"\n", args...)
	}
}

// coverage prints how complete the entries are, if there are any.
func (o *options) coverage(cmd *cobra.Command, c catalog.Coverage) {
	if c.Entries > 0 {
		o.summary(cmd, "%s", c)
	}
}

// plural returns "1 error" or "2 errors".
func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	if word == "entry" {
		word = "entrie"
	}
	return fmt.Sprintf("%d %ss", n, word)
}
