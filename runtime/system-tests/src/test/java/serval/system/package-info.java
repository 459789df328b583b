/**
 * Tests against running servers: the assembled distribution, alone or beside a real {@code redis-server}.
 *
 * <p>{@link serval.system.ServalProcess} starts ours and {@link serval.system.RedisProcess} the real one, each with a
 * configuration of its own in a temporary folder and on a free port; {@link serval.system.RespConnection} speaks the bare
 * protocol, so that replies can be compared byte by byte. To compare command families extend
 * {@link serval.system.oracle.OracleTest}.
 *
 * <p>The distribution under test is the system property {@code serval.distribution}, the path of the real server is
 * {@code serval.oracle}. Classes are named {@code *IT} because they need what the {@code package} phase makes.
 */
@NullMarked
package serval.system;

import org.jspecify.annotations.NullMarked;
