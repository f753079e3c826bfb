package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/errdocs/errdocs/generator"
	"github.com/errdocs/errdocs/generator/compat"
	"github.com/errdocs/errdocs/generator/diag"
)

// diffFormats are the output formats of a comparison. GitHub annotations are not supported:
// a removed item has no line to annotate.
var diffFormats = map[string]func(io.Writer, []compat.Change) error{
	"text": compat.Text, "markdown": compat.Markdown, "json": compat.JSON,
}

func diffCommand(o *options) *cobra.Command {
	var format, failOn string
	cmd := &cobra.Command{
		Use:   "diff OLD [NEW]",
		Short: "show what changed for callers and what breaks",
		Long: `Diff compares two catalogs and shows what changed for callers: what is new,
what was reworded, what your Go code must change, and what breaks. Specify a
catalog as a directory, a Git revision, or REV:path/to/catalog. NEW defaults to
the nearest catalog.`,
		Example: `  errdocs diff main                             # what does this branch change?
  errdocs diff v1.4.0 v1.5.0 --format markdown  # for the release notes
  errdocs diff ../released/catalog catalog --fail-on server-code`,
		Args: between(1, 2, "needs one or two catalogs"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := unknown("threshold", failOn, []string{"breaking", "server-code", "any", "none"}); err != nil {
				return err
			}
			if err := unknown("format", format, []string{"text", "markdown", "json"}); err != nil {
				return err
			}
			old, new, err := o.versions(cmd, args)
			if err != nil {
				return err
			}
			changes, l := generator.Compare(old, new)
			if l.HasErrors() {
				return findingsAs(cmd, format, l, "nothing was compared")
			}
			if err := diffFormats[format](cmd.OutOrStdout(), changes); err != nil {
				return err
			}
			if compat.Threshold(failOn).Reached(changes) {
				return errFindings
			}
			return nil
		},
	}
	f := cmd.Flags()
	f.StringVar(&format, "format", "text", "output format: text, markdown, json") // replaces the global flag
	f.StringVar(&failOn, "fail-on", string(compat.FailOnBreaking), "exit 1 on changes of this severity or higher: breaking, server-code, any, none")
	return cmd
}

// versions finds the two catalogs to compare.
func (o *options) versions(cmd *cobra.Command, args []string) (old, new generator.Source, err error) {
	if old, err = generator.FindVersion(cmd.Context(), args[0], o.catalog); err != nil {
		return old, new, err
	}
	if len(args) == 2 {
		new, err = generator.FindVersion(cmd.Context(), args[1], o.catalog)
		return old, new, err
	}
	if new, err = o.find(); err == nil && new.BuiltIn {
		err = withHelp(errors.New("no catalog to compare with in this directory or its parents"), "specify it: errdocs diff OLD NEW")
	}
	return old, new, err
}

// findingsAs prints the findings of catalogs that a command cannot use: on standard output
// if the format is for programs, else on standard error.
func findingsAs(cmd *cobra.Command, format string, l *diag.List, result string) error {
	w, f := cmd.ErrOrStderr(), diag.FormatText
	if format == "json" {
		w, f = cmd.OutOrStdout(), diag.FormatJSON
	}
	if err := diag.Print(w, f, l); err != nil {
		return err
	}
	errors, _ := l.Count()
	fmt.Fprintf(cmd.ErrOrStderr(), "errdocs: %s: %s\n", plural(errors, "error"), result)
	return errFindings
}
