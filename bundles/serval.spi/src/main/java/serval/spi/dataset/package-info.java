/**
 * The dataset on its way into files and streams and back: what bundles that keep it share.
 *
 * <p>{@link serval.spi.dataset.RdbStreams} writes and reads RDB, for whoever needs a snapshot in that form. A
 * {@link serval.spi.dataset.DatasetSource} is a file, or a set of files, that the dataset can be loaded from;
 * the engine asks the first one that is wanted when the server starts, and {@link serval.spi.dataset.Loading} says how far that is.
 * {@link serval.spi.dataset.BackgroundWork} sees to it that one of them at a time writes everything out. A
 * {@link serval.spi.dataset.SnapshotField} goes with the keys.
 *
 * <p>What has been saved, INFO learns from sections that the bundles contribute ({@link serval.spi.info.InfoSection}
 * {@code persistence}, whose fields take the places of those of earlier contributions); failed saves stop writes through a gate of each
 * bundle's own at {@link serval.spi.gate.GateOrder#PERSISTENCE}. Changes since the last save are
 * {@link serval.spi.engine.EngineStatistics#dirty}.
 */
@Export
@Version("0.1.0")
@NullMarked
package serval.spi.dataset;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
