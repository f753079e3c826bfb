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
		Short: "identify the error behind a response",
		Long: `Explain identifies the catalog entry and the case behind a response, and prints
why it matched and what to do. The input is a file, the argument itself, or
standard input. It can be the output of curl -i, text that contains a problem
object, a WWW-Authenticate field, a log line, a detail, the name of an entry,
or words. Explain never prints credentials.

It exits with 0 if the first match is exact, and with 1 if not.`,
		Example: `  curl -si https://api.example.com/orders | errdocs explain
  errdocs explain response.txt --format json
  errdocs explain 'Bearer error="invalid_token"'
  errdocs explain token-expired`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) <= 1 {
				return nil
			}
			return withHelp(fmt.Errorf("explain accepts one text, but got %d", len(args)), "quote it: errdocs explain 'the text'")
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := unknown("format", format, generator.ExplainFormats); err != nil {
				return err
			}
			defer debug.SetGCPercent(debug.SetGCPercent(400)) // a short run that keeps most of its memory to the end
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
	cmd.Flags().StringVar(&format, "format", "text", "output format: text, markdown, json") // replaces the global flag
	return cmd
}

// readInput returns the text to explain, and its source.
func readInput(cmd *cobra.Command, args []string) (text, from string, err error) {
	if len(args) == 0 || args[0] == "-" {
		in := cmd.InOrStdin()
		if isTerminal(in) {
			fmt.Fprintln(cmd.ErrOrStderr(), "errdocs: paste the response, then press Ctrl-D")
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

// readLimited reads a text to explain, up to the size limit.
func readLimited(r io.Reader) (string, error) {
	data, err := io.ReadAll(io.LimitReader(r, match.MaxInput+1))
	switch {
	case err != nil:
		return "", fmt.Errorf("read the input: %w", err)
	case len(data) > match.MaxInput:
		return "", withHelp(fmt.Errorf("the input is larger than 1 MiB"), "pass only the response that failed")
	case strings.TrimSpace(string(data)) == "":
		return "", withHelp(errors.New("the input is empty"), "pass a response, for example: curl -si URL | errdocs explain")
	}
	return string(data), nil
}

// isTerminal reports whether a stream is a terminal.
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
