package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/errdocs/errdocs/generator"
	"github.com/errdocs/errdocs/generator/starter"
)

func newCommand(o *options) *cobra.Command {
	return &cobra.Command{
		Use:   "new STATUS/SLUG",
		Short: "create an entry",
		Long: `New creates an entry file with all recommended keys. errdocs check reports each
blank until you fill it in.`,
		Example: `  errdocs new 409/already-exists
  errdocs new 401/token-from-the-future`,
		Args: oneArg("the path of the entry, such as 409/already-exists"),
		RunE: func(cmd *cobra.Command, args []string) error {
			src, err := o.find()
			if err != nil {
				return err
			}
			if src.BuiltIn {
				return withHelp(fmt.Errorf("no catalog in this directory or its parents"), "create one with: errdocs init")
			}
			c, _ := generator.Load(src) // findings do not matter: only families and defaults are used
			file, err := starter.NewEntry(c, src.Dir, args[0])
			file = path.Join(src.Shown, file)
			if errors.Is(err, fs.ErrExist) {
				return fmt.Errorf("%s already exists", file)
			}
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s: fill in the blanks, then run: errdocs check\n", file)
			return err
		},
	}
}

func initCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "init [DIR]",
		Short: "create a catalog",
		Long: `Init creates a small catalog in catalog/, with JSON Schemas for your editor. It
never changes an existing catalog.`,
		Example: `  errdocs init
  errdocs init services/orders`,
		Args: between(0, 1, "accepts one directory"),
		RunE: func(cmd *cobra.Command, args []string) error {
			dir := "."
			if len(args) > 0 {
				dir = args[0]
			}
			files, err := starter.Init(dir)
			if err != nil {
				return err
			}
			for _, f := range files {
				fmt.Fprintln(cmd.OutOrStdout(), f)
			}
			config := filepath.ToSlash(filepath.Join(dir, "catalog", "errdocs.yaml"))
			next := "errdocs serve"
			if dir != "." {
				next += " --catalog " + path.Dir(config)
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "next: set name and base in %s, then run: %s\n", config, next)
			return err
		},
	}
}
