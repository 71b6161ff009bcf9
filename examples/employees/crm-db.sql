-- The table of the third target: an application that keeps its users in a database of its own.
create table if not exists account (
    worker_id  text primary key,
    login      text not null unique,
    full_name  text not null,
    email      text,
    department text,
    title      text,
    manager    text references account (worker_id),
    active     integer not null default 1
);
