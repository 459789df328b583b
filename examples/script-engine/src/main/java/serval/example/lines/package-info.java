/**
 * A language for scripts: {@link serval.example.lines.LinesEngine} makes {@link serval.example.lines.LinesProgram}s of texts whose
 * lines are commands.
 */
@NullMarked
package serval.example.lines;

import org.jspecify.annotations.NullMarked;
