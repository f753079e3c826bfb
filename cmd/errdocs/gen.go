package main

import (
	"errors"

	"github.com/spf13/cobra"

	"github.com/errdocs/errdocs/generator"
	"github.com/errdocs/errdocs/generator/gogen"
)

func genCommand(o *options) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "gen",
		Short:   "write code from the catalog",
		Example: "  errdocs gen go\n  errdocs gen go --check",
		Args:    cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(cmd, args)
			}
			return withHelp(errors.New("gen needs a target"), "run: errdocs gen go")
		},
	}
	cmd.AddCommand(genGoCommand(o))
	return cmd
}

func genGoCommand(o *options) *cobra.Command {
	var (
		target    generator.GoOptions
		checkOnly bool
	)
	cmd := &cobra.Command{
		Use:   "go",
		Short: "write the Go package",
		Example: `  errdocs gen go --out internal/apierr
  errdocs gen go --check                     # is the package up to date?
  //go:generate go tool errdocs gen go       (in a file of the package)`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			src, c, l, err := o.load(cmd)
			if err != nil {
				return err
			}
			if !c.Has("go") { // a catalog without the go key may have names that are invalid in Go
				gogen.Check(c, l)
				l.Sort()
			}
			if l.HasErrors() { // warnings concern only pages
				if err := o.report(cmd, l); err != nil {
					return err
				}
				return errFindings
			}
			files, err := generator.GoPackage(src, c, target)
			if err != nil {
				return err
			}
			if !checkOnly {
				return withOutputHelp(files.Write(cmd.Context()))
			}
			plan, err := files.Plan()
			if err != nil {
				return withOutputHelp(err)
			}
			return o.stale(cmd, plan)
		},
	}
	f := cmd.Flags()
	f.StringVar(&target.Out, "out", "", "output directory (default go.out of the catalog)")
	f.StringVar(&target.Package, "package", "", "package name (default go.package of the catalog)")
	f.BoolVar(&checkOnly, "check", false, "write nothing; exit 1 if the package is out of date")
	return cmd
}
