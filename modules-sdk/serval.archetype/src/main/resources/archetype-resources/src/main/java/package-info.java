/**
 * A module: {@link ${package}.GreetingCommands} is a command, {@link ${package}.NotesType} a data type and
 * {@link ${package}.NoteCommands} its commands.
 */
package ${package};
