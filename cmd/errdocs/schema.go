package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/errdocs/errdocs/generator"
	"github.com/errdocs/errdocs/generator/diag"
)

func schemaCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "schema NAME",
		Short: "print the JSON Schema of a catalog file: " + strings.Join(generator.SchemaNames(), ", "),
		Example: `  errdocs schema entry > entry.schema.json
  errdocs schema errdocs`,
		Args:      exactly(1, "the name of a schema: "+strings.Join(generator.SchemaNames(), ", ")),
		ValidArgs: generator.SchemaNames(),
		RunE: func(cmd *cobra.Command, args []string) error {
			if names := generator.SchemaNames(); !slices.Contains(names, args[0]) {
				return withHelp(fmt.Errorf("unknown schema %s", diag.Quote(args[0])), "%s", diag.OneOf(args[0], names))
			}
			data, err := generator.Schema(args[0])
			if err != nil {
				return err
			}
			_, err = cmd.OutOrStdout().Write(data)
			return err
		},
	}
}
