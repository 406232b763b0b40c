# An initializer of the copied Redmine: its clock stands at CLOCK (ISO 8601), for pages print "3 ngày" beside each post;
# a database that lives for one test need not wait for the disk.
module NightClock
  @ahead = 0
  class << self
    attr_reader :ahead

    def stand(moment)
      @ahead = 0
      @ahead = Time.iso8601(moment) - Time.now
    end
  end

  def now(*) = super + NightClock.ahead
end
Time.singleton_class.prepend(NightClock)
NightClock.stand(ENV.fetch("CLOCK"))

require "active_record/connection_adapters/sqlite3_adapter"
module HastyDatabase
  def configure_connection
    super
    execute("PRAGMA synchronous = OFF")
    execute("PRAGMA journal_mode = MEMORY")
  end
end
ActiveRecord::ConnectionAdapters::SQLite3Adapter.prepend(HastyDatabase)
