package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/errdocs/errdocs/generator/starter"
)

func schemaCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "schema NAME",
		Short: "print the JSON Schema of a catalog file: " + strings.Join(starter.SchemaNames(), ", "),
		Example: `  errdocs schema entry > entry.schema.json
  errdocs schema errdocs`,
		Args:      oneArg("the name of a schema: " + strings.Join(starter.SchemaNames(), ", ")),
		ValidArgs: starter.SchemaNames(),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := unknown("schema", args[0], starter.SchemaNames()); err != nil {
				return err
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
