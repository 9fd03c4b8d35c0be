#pragma once

#include "app/options.hpp"

namespace crura::app {

// [main] Does one command's job and gives the exit status: 0 done, 1 could not be done.
int perform(const PageOptions& options);
int perform(const PairOptions& options);
int perform(const RunOptions& options);
int perform(const RehearseOptions& options);
int perform(const ProgramsOptions& options);
int perform(const PlansOptions& options);
int perform(const PlayOptions& options);
int perform(const AnalyzeOptions& options);
int perform(const ListenOptions& options);
int perform(const ReplayOptions& options);
int perform(const ReportOptions& options);
int perform(const ExportJob& job);
int perform(const ImportOptions& options);
int perform(const SealOptions& options);
int perform(const UnsealOptions& options);
int perform(const HistoryOptions& options);
int perform(const PeopleOptions& options);
int perform(const CompareOptions& options);
int perform(const ForgetEverythingOptions& options);
int perform(const DoctorOptions& options);
int perform(const DevicesOptions& options);
int perform(const SoundscapesOptions& options);
int perform(const VoiceOptions& options);
int perform(const MidiLearnOptions& options);
int perform(const LatencyOptions& options);
int perform(const TryOptions& options); // lets a person hear and feel every output, softly

} // namespace crura::app
