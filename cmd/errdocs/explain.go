package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"github.com/errdocs/errdocs/generator"
	"github.com/errdocs/errdocs/generator/match"
)

func explainCommand(o *options) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "explain [FILE|TEXT|-]",
		Short: "which entry is this response?",
		Long: `Explain says which entry of the catalog a response is, which case, why, and
what to do. It reads a response as curl prints it, a problem object wherever it
stands, a WWW-Authenticate field, a line of a log, a detail, the name of an
entry, or words: from a file, from the argument itself, or from the standard
input. Credentials that were sent appear in no answer.

It exits with 0 if the first answer is certain, and with 1 if it is not.`,
		Example: `  curl -si https://api.example.com/orders | errdocs explain
  errdocs explain response.txt --format json
  errdocs explain 'Bearer error="invalid_token"'
  errdocs explain token-expired`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) <= 1 {
				return nil
			}
			return withHelp(fmt.Errorf("explain takes one text, and got %d", len(args)), "quote it: errdocs explain 'the text'")
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := unknown("format", format, generator.ExplainFormats); err != nil {
				return err
			}
			defer debug.SetGCPercent(debug.SetGCPercent(400)) // one answer, and most of what it takes is kept to the end
			text, from, err := readInput(cmd, args)
			if err != nil {
				return err
			}
			src, err := o.locate(cmd)
			if err != nil {
				return err
			}
			c, l := generator.LoadModel(src)
			if l.HasErrors() {
				return findingsAs(cmd, format, l, "nothing was explained")
			}
			exact, err := generator.Explain(c, generator.Explanation{Text: text, From: from, Format: format, Out: cmd.OutOrStdout()})
			if err == nil && !exact {
				err = errFindings
			}
			return err
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "how to print the answer: text, markdown, json") // in place of the one of every command
	return cmd
}

// readInput returns what to explain, and where it came from.
func readInput(cmd *cobra.Command, args []string) (text, from string, err error) {
	if len(args) == 0 || args[0] == "-" {
		in := cmd.InOrStdin()
		if isTerminal(in) {
			fmt.Fprintln(cmd.ErrOrStderr(), "errdocs: paste the response, and end it with Ctrl-D")
		}
		text, err = readLimited(in)
		return text, "the standard input", err
	}
	if info, err := os.Stat(args[0]); err != nil || info.IsDir() {
		text, err = readLimited(strings.NewReader(args[0]))
		return text, "the argument", err
	}
	f, err := os.Open(args[0])
	if err != nil {
		return "", "", fmt.Errorf("read the input: %w", err)
	}
	defer f.Close()
	text, err = readLimited(f)
	return text, "the file", err
}

// readLimited reads a text to explain.
func readLimited(r io.Reader) (string, error) {
	data, err := io.ReadAll(io.LimitReader(r, match.MaxInput+1))
	switch {
	case err != nil:
		return "", fmt.Errorf("read the input: %w", err)
	case len(data) > match.MaxInput:
		return "", withHelp(fmt.Errorf("the input is larger than 1 MiB"), "cut out the response that failed")
	case strings.TrimSpace(string(data)) == "":
		return "", withHelp(errors.New("the input is empty"), "give a response, such as curl -si URL | errdocs explain")
	}
	return string(data), nil
}

// isTerminal reports whether a person is at the other end of a stream.
func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return false
	}
	null, err := os.Stat(os.DevNull)
	return err != nil || !os.SameFile(info, null)
}
