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

// diffFormats are the forms of a comparison. Annotations are not among them: what was
// removed has no line to stand at.
var diffFormats = map[string]func(io.Writer, []compat.Change) error{
	"text": compat.Text, "markdown": compat.Markdown, "json": compat.JSON,
}

func diffCommand(o *options) *cobra.Command {
	var format, failOn string
	cmd := &cobra.Command{
		Use:   "diff OLD [NEW]",
		Short: "what changed for callers between two catalogs",
		Long: `Diff compares two catalogs and says what changed for callers: what is new, what
was reworded, what the API's own Go code has to follow, and what breaks. A
catalog is given as a folder, as a git revision, or as REV:path/to/catalog. NEW
is the nearest catalog where it is left out.`,
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
	f.StringVar(&format, "format", "text", "how to print the changes: text, markdown, json") // in place of the one of every command
	f.StringVar(&failOn, "fail-on", string(compat.FailOnBreaking), "exit 1 on changes of this kind or graver: breaking, server-code, any, none")
	return cmd
}

// versions finds the two catalogs.
func (o *options) versions(cmd *cobra.Command, args []string) (old, new generator.Source, err error) {
	if old, err = generator.FindVersion(cmd.Context(), args[0], o.catalog); err != nil {
		return old, new, err
	}
	if len(args) == 2 {
		new, err = generator.FindVersion(cmd.Context(), args[1], o.catalog)
		return old, new, err
	}
	if new, err = o.find(); err == nil && new.BuiltIn {
		err = withHelp(errors.New("there is no catalog here or above to compare with"), "name it: errdocs diff OLD NEW")
	}
	return old, new, err
}

// findingsAs prints the findings of catalogs that a command cannot use: on the output
// where its own form is for programs.
func findingsAs(cmd *cobra.Command, format string, l *diag.List, so string) error {
	w, f := cmd.ErrOrStderr(), diag.FormatText
	if format == "json" {
		w, f = cmd.OutOrStdout(), diag.FormatJSON
	}
	if err := diag.Print(w, f, l); err != nil {
		return err
	}
	errors, _ := l.Count()
	fmt.Fprintf(cmd.ErrOrStderr(), "errdocs: %s: %s\n", plural(errors, "error"), so)
	return errFindings
}
