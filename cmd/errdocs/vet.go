package main

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/errdocs/errdocs/generator"
	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/vet"
)

// formatSARIF is an output format only for vet, in addition to those of diag.
const formatSARIF = "sarif"

// vetFlags are the flags of vet.
type vetFlags struct {
	enable, disable []string
	cover           string
}

func vetCommand(o *options) *cobra.Command {
	var flags vetFlags
	cmd := &cobra.Command{
		Use:   "vet [PACKAGES]",
		Short: "find server code that bypasses the catalog",
		Long: `Vet reports Go code that bypasses the catalog: type URIs and details written by
hand, and problems and challenges that the generated package does not send.
With the pattern ./... in the root of a module, it also reports entries that no
code sends. docs/vet.md explains the checks.

To suppress a finding, add the comment //errdocs:ignore CHECK and the reason on
the same line or the line above. For code scanning, use --format sarif.`,
		Example: `  errdocs vet                             # the whole module
  errdocs vet --disable unused-entry ./server/...
  go vet -vettool=$(which errdocs) ./...  # cached by the go command`,
		Args: cobra.ArbitraryArgs,
		PersistentPreRunE: func(*cobra.Command, []string) error { // replaces the one of the root command
			return unknown("format", o.format, append(slices.Clone(diag.Formats), formatSARIF))
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			l, err := o.vet(cmd, flags, args)
			if err != nil {
				return err
			}
			if o.format == formatSARIF {
				err = vet.PrintSARIF(cmd.OutOrStdout(), l)
			} else {
				err = o.report(cmd, l)
			}
			if err == nil && len(l.All()) > 0 {
				err = errFindings
			}
			return err
		},
	}
	f := cmd.Flags()
	f.StringSliceVar(&flags.enable, "enable", nil, "comma-separated checks to run that are off by default")
	f.StringSliceVar(&flags.disable, "disable", nil, "comma-separated checks to skip")
	f.StringVar(&flags.cover, "cover", "", "directory that your tests wrote with ERRDOCS_COVERDIR")
	return cmd
}

// vet returns the findings in the packages, or those in the catalog if it has errors.
func (o *options) vet(cmd *cobra.Command, flags vetFlags, patterns []string) (*diag.List, error) {
	checks, err := vet.Select(strings.Join(flags.enable, ","), strings.Join(flags.disable, ","))
	if err != nil {
		return nil, err
	}
	src, c, l, err := o.load(cmd)
	if err != nil || l.HasErrors() {
		return l, err
	}
	options := vet.Options{Config: vet.Config{Catalog: c, BuiltIn: src.BuiltIn, Checks: checks}}
	if flags.cover != "" {
		options.Cover = os.DirFS(flags.cover)
	}
	if len(patterns) == 0 {
		patterns = []string{"./..."}
	}
	return vet.Run(cmd.Context(), options, patterns...)
}

// catalogsOfUnits finds the catalogs when the go command runs errdocs for each package.
var catalogsOfUnits = vet.Finder{
	Files: func(dir string) (fs.FS, error) {
		src, err := generator.Find(dir)
		return src.FS, err
	},
	Load: func(dir string) (vet.Config, error) {
		src, err := generator.Find(dir)
		if err != nil {
			return vet.Config{}, err
		}
		c, l := generator.Load(src)
		if l.HasErrors() {
			return vet.Config{}, errors.New(src.Shown + " has errors; to list them, run: errdocs check")
		}
		return vet.Config{Catalog: c, BuiltIn: src.BuiltIn}, nil
	},
}
