package main

import (
	"github.com/spf13/cobra"

	"github.com/errdocs/errdocs/generator"
)

func checkCommand(o *options) *cobra.Command {
	var strict bool
	cmd := &cobra.Command{
		Use:   "check",
		Short: "report problems; write nothing",
		Example: `  errdocs check                          # the nearest catalog
  errdocs check --strict --format github # in CI: warnings fail the job`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			src, err := o.locate(cmd)
			if err != nil {
				return err
			}
			c, l, err := generator.Check(src)
			if err != nil {
				return err
			}
			if strict {
				l.Strict()
			}
			if err := o.report(cmd, l); err != nil {
				return err
			}
			errors, warnings := l.Count()
			o.summary(cmd, "%s: %s, %s", plural(len(c.Entries), "entry"), plural(errors, "error"), plural(warnings, "warning"))
			o.coverage(cmd, c.Coverage())
			if errors > 0 {
				return errFindings
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&strict, "strict", false, "treat warnings as errors")
	return cmd
}
