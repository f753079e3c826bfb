package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/errdocs/errdocs/generator/diag"
	"github.com/errdocs/errdocs/generator/starter"
)

func schemaCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "schema NAME",
		Short: "print the JSON Schema of a catalog file: " + strings.Join(starter.SchemaNames(), ", "),
		Example: `  errdocs schema entry > entry.schema.json
  errdocs schema errdocs`,
		Args:      exactly(1, "the name of a schema: "+strings.Join(starter.SchemaNames(), ", ")),
		ValidArgs: starter.SchemaNames(),
		RunE: func(cmd *cobra.Command, args []string) error {
			if names := starter.SchemaNames(); !slices.Contains(names, args[0]) {
				return withHelp(fmt.Errorf("unknown schema %s", diag.Quote(args[0])), "%s", diag.OneOf(args[0], names))
			}
			data, err := starter.Schema(args[0])
			if err != nil {
				return err
			}
			_, err = cmd.OutOrStdout().Write(data)
			return err
		},
	}
}
