package io.caravan.cli;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Notices when somebody has changed the files of a project. What jobs read and write in its folder does not count. */
final class ProjectWatch implements AutoCloseable {

    /** What is watched, as people call it. */
    static final List<String> WATCHED = List.of("application.properties", "mappings/", "connectors/", "routes/");

    private static final int LOOK_MILLIS = 250;
    /** An editor that saves writes several times; a git checkout writes several files. */
    private static final int QUIET_MILLIS = 200;

    private final Path folder;
    private final WatchService service;
    private final Map<WatchKey, Path> folders = new HashMap<>();

    private ProjectWatch(Path folder, WatchService service) {
        this.folder = folder;
        this.service = service;
    }

    static ProjectWatch of(Path folder) throws IOException {
        ProjectWatch watch = new ProjectWatch(folder, FileSystems.getDefault().newWatchService());
        watch.register();
        return watch;
    }

    private void register() throws IOException {
        register(folder);
        for (String part : WATCHED) {
            Path inside = folder.resolve(part);
            if (Files.isDirectory(inside)) {
                register(inside);
            }
        }
    }

    private void register(Path watched) throws IOException {
        folders.put(watched.register(service, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY,
                StandardWatchEventKinds.ENTRY_DELETE), watched);
    }

    /** Waits for a short while; true when something changed and it has been quiet since. Returns at once when the latch opens. */
    boolean changed(CountDownLatch stop) throws InterruptedException, IOException {
        boolean changed = false;
        WatchKey key = service.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        while (key != null && stop.getCount() > 0) {
            changed |= concerns(key);
            key.reset();
            key = service.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS);
        }
        if (changed) {
            register();
        }
        return changed && stop.getCount() > 0;
    }

    private boolean concerns(WatchKey key) {
        boolean atTop = folder.equals(folders.get(key));
        boolean concerns = false;
        for (WatchEvent<?> event : key.pollEvents()) {
            String name = String.valueOf(event.context());
            boolean byEditor = name.startsWith(".") || name.startsWith("#") || name.endsWith("~") || name.endsWith(".swp") || name.endsWith(".tmp");
            concerns |= atTop ? WATCHED.contains(name) || WATCHED.contains(name + "/") : !byEditor;
        }
        return concerns;
    }

    @Override
    public void close() throws IOException {
        service.close();
    }
}
